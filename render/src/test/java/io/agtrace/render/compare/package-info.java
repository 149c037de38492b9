@NullMarked
package io.agtrace.render.compare;

import org.jspecify.annotations.NullMarked;
