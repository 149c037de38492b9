@NullMarked
package io.agtrace.render.failure;

import org.jspecify.annotations.NullMarked;
