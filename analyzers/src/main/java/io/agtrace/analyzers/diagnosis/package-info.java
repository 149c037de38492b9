/**
 * Why a run went wrong: from the findings of all rules to ranked hypotheses about the root cause,
 * each with its confidence, its story, its evidence, and the findings it explains.
 */
@NullMarked
package io.agtrace.analyzers.diagnosis;

import org.jspecify.annotations.NullMarked;
