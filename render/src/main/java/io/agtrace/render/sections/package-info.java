/** What a run looks like in terms of agents: one section each for what a person may ask. */
@NullMarked
package io.agtrace.render.sections;

import org.jspecify.annotations.NullMarked;
