/**
 * Where to look first in a run whose result is in doubt and whose cause no rule proves: the turns
 * of its agents, by how much the trace's structure and lineage speak for a mistake of judgement at
 * each.
 */
@NullMarked
package io.agtrace.analyzers.diagnosis.suspects;

import org.jspecify.annotations.NullMarked;
