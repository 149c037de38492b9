@NullMarked
package io.agtrace.analyzers.ingest.search;

import org.jspecify.annotations.NullMarked;
