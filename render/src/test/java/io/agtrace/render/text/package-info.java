@NullMarked
package io.agtrace.render.text;

import org.jspecify.annotations.NullMarked;
