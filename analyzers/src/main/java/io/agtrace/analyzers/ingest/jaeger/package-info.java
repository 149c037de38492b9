/**
 * Exports of the older tracing back-ends: Jaeger's answers, documents and protobuf in JSON, and
 * Zipkin's. Both carry what OpenTelemetry recorded in tags of agreed names, which are read back.
 */
@NullMarked
package io.agtrace.analyzers.ingest.jaeger;

import org.jspecify.annotations.NullMarked;
