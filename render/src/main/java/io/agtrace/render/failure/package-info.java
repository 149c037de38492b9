/**
 * Why runs went wrong, and the rules that say so: as text for terminals and as Markdown for issues
 * and pull requests.
 */
@NullMarked
package io.agtrace.render.failure;

import org.jspecify.annotations.NullMarked;
