/** JSON as a stream of bytes: a pull cursor, small trees of single records, and interned names. */
@NullMarked
package io.agtrace.analyzers.ingest.json;

import org.jspecify.annotations.NullMarked;
