/**
 * The waterfall: which spans of a run are shown, what is folded or left out, and how each row is
 * drawn. Works in arrays over node numbers, so that a run of millions of spans is walked in a few
 * loops and text is made for the shown rows alone.
 */
@NullMarked
package io.agtrace.render.waterfall;

import org.jspecify.annotations.NullMarked;
