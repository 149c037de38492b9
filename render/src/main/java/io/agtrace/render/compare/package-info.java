/** What changed between runs, for people at a terminal. */
@NullMarked
package io.agtrace.render.compare;

import org.jspecify.annotations.NullMarked;
