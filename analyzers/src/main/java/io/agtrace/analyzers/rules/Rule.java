package io.agtrace.analyzers.rules;

/**
 * One check of a run. Rules have no state: one object serves all runs and threads.
 *
 * <p>A rule's page, which {@code agtrace rules explain ID} prints, is the resource {@code
 * io/agtrace/analyzers/rules/pages/<id>.md}.
 */
public interface Rule {
    RuleInfo info();

    /** Looks at a run and reports what it finds, and what it could not check. */
    void check(Run run, Report report);
}
