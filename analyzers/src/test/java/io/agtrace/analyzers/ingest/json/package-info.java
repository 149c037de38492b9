@NullMarked
package io.agtrace.analyzers.ingest.json;

import org.jspecify.annotations.NullMarked;
