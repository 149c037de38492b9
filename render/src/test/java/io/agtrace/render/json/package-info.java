@NullMarked
package io.agtrace.render.json;

import org.jspecify.annotations.NullMarked;
