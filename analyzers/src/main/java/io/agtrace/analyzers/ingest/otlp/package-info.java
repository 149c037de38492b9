/**
 * OTLP in JSON and in protobuf, traces and logs, in every spelling exporters and back-ends give it.
 */
@NullMarked
package io.agtrace.analyzers.ingest.otlp;

import org.jspecify.annotations.NullMarked;
