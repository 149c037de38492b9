/**
 * What every terminal view needs: themes and glyphs, display widths, escaping, and the spelling of
 * durations, times and counts.
 */
@NullMarked
package io.agtrace.render.text;

import org.jspecify.annotations.NullMarked;
