/**
 * Which output fed which input, read from the texts themselves. Payloads are broken into facts
 * (numbers, dates, ids, names, words); each fact has a first source and its uses. From them comes
 * what of a message was delivered, dropped, altered, cut off or used. Facts are fingerprints: work
 * and memory grow with the length of the payloads only.
 */
@NullMarked
package io.agtrace.analyzers.lineage;

import org.jspecify.annotations.NullMarked;
