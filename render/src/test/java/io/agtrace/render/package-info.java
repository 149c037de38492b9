@NullMarked
package io.agtrace.render;

import org.jspecify.annotations.NullMarked;
