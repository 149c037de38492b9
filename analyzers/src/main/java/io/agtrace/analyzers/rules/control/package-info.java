/** Rules about the flow of control. */
@NullMarked
package io.agtrace.analyzers.rules.control;

import org.jspecify.annotations.NullMarked;
