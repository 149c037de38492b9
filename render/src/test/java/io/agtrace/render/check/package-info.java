@NullMarked
package io.agtrace.render.check;

import org.jspecify.annotations.NullMarked;
