@NullMarked
package io.agtrace.analyzers.ingest.jaeger;

import org.jspecify.annotations.NullMarked;
