@NullMarked
package io.agtrace.analyzers.ingest;

import org.jspecify.annotations.NullMarked;
