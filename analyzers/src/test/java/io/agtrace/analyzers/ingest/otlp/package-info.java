@NullMarked
package io.agtrace.analyzers.ingest.otlp;

import org.jspecify.annotations.NullMarked;
