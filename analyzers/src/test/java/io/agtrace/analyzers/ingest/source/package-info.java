@NullMarked
package io.agtrace.analyzers.ingest.source;

import org.jspecify.annotations.NullMarked;
