/// The forms of a result: terminal text, JSON and others. Computes nothing.
@NullMarked
package io.agtrace.render;

import org.jspecify.annotations.NullMarked;
