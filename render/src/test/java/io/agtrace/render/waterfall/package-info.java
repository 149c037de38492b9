@NullMarked
package io.agtrace.render.waterfall;

import org.jspecify.annotations.NullMarked;
