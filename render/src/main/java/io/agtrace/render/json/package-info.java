/** The JSON forms of results. Their schemas lie beside them as resources. */
@NullMarked
package io.agtrace.render.json;

import org.jspecify.annotations.NullMarked;
