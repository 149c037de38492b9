/**
 * What can go wrong in a run, one small class a rule. A rule works on the agents' view and its
 * lineage, never on raw attributes, and says what it saw as findings; where the trace lacks what it
 * needs, it says so instead of passing. Each group of rules has a package of its own below this
 * one.
 */
@NullMarked
package io.agtrace.analyzers.rules;

import org.jspecify.annotations.NullMarked;
