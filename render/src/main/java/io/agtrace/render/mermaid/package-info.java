/** Diagrams of a run as Mermaid text (mermaid.js.org), for documents and tickets. */
@NullMarked
package io.agtrace.render.mermaid;

import org.jspecify.annotations.NullMarked;
