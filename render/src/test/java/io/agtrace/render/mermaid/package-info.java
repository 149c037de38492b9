@NullMarked
package io.agtrace.render.mermaid;

import org.jspecify.annotations.NullMarked;
