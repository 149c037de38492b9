/** The result of the gate, {@code agtrace check}: one writer for each form. */
@NullMarked
package io.agtrace.render.check;

import org.jspecify.annotations.NullMarked;
