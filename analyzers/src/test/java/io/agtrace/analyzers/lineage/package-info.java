/** Tests of lineage. */
@NullMarked
package io.agtrace.analyzers.lineage;

import org.jspecify.annotations.NullMarked;
