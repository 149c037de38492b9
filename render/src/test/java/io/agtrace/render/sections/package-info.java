@NullMarked
package io.agtrace.render.sections;

import org.jspecify.annotations.NullMarked;
