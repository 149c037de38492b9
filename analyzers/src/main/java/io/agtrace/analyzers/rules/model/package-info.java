/** Rules about model and tool calls. */
@NullMarked
package io.agtrace.analyzers.rules.model;

import org.jspecify.annotations.NullMarked;
