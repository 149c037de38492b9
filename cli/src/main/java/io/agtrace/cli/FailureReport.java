package io.agtrace.cli;

import io.agtrace.analyzers.diagnosis.Diagnoser;
import io.agtrace.analyzers.diagnosis.Diagnosis;
import io.agtrace.analyzers.diagnosis.Hypothesis;
import io.agtrace.analyzers.diagnosis.NotCheckedTotals;
import io.agtrace.analyzers.diagnosis.Standing;
import io.agtrace.analyzers.diagnosis.Standing.Health;
import io.agtrace.analyzers.diagnosis.cohort.Cohorts;
import io.agtrace.analyzers.diagnosis.cohort.RunRow;
import io.agtrace.analyzers.rules.NotChecked;
import io.agtrace.analyzers.workflow.WorkflowSummary;
import io.agtrace.render.failure.CohortView;
import io.agtrace.render.failure.FailureMarkdown;
import io.agtrace.render.failure.FailureText;
import io.agtrace.render.failure.NextCommand;
import io.agtrace.render.json.CohortsJson;
import io.agtrace.render.json.FindFailureJson;
import io.agtrace.render.text.Numbers;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Diagnoses workflows and prints what comes of it in one of the forms. */
final class FailureReport {
    /** So many failing workflows are shown where all are not asked for. */
    private static final int MOST_SHOWN = 20;

    private static final int GATES_NAMED = 3;

    /** Of places that are only worth a look so many are shown. */
    private static final int REMARKS = 3;

    private final Session session;
    private final Environment environment;
    private final NextCommand next;
    private final boolean all;
    private final int top;

    private int diagnosed;
    private int healthy;
    private int unseen;
    private int stopped;
    private final List<String> stoppedBy = new ArrayList<>();
    private final NotCheckedTotals notChecked = new NotCheckedTotals();
    private @Nullable Cohorts cohorts;

    /** What is kept of a diagnosis. */
    private record Made(
            Standing standing,
            byte[] result,
            String stopped,
            List<NotChecked> notChecked,
            @Nullable RunRow row) {}

    /** Writes a diagnosis in some form. */
    private interface Writer {
        byte[] write(Diagnosis diagnosis) throws IOException;
    }

    /** Writes diagnoses as text of some form. */
    private interface Form {
        void write(Diagnosis diagnosis, List<Hypothesis> shown, Appendable out) throws IOException;
    }

    FailureReport(Session session, Environment environment, boolean all, int top) {
        this.session = session;
        this.environment = environment;
        this.next = new NextCommand(session.paths(), session.hasSeveral());
        this.all = all;
        this.top = top;
    }

    /** Makes it also compare the runs of each kind. */
    void compare() {
        cohorts = new Cohorts();
    }

    /** One line for each workflow. */
    ExitCode lines(List<WorkflowSummary> chosen, Diagnoser diagnoser, FailOn gates)
            throws IOException {
        each(
                chosen,
                diagnoser,
                gates,
                diagnosis -> json(diagnosis, false),
                made -> environment.out().write(made.result));
        if (cohorts != null) {
            CohortsJson.write(cohorts.compared(), environment.out());
        }
        return end();
    }

    /** One document: of several workflows, that of the worst one. */
    ExitCode json(List<WorkflowSummary> chosen, Diagnoser diagnoser, FailOn gates)
            throws IOException {
        if (chosen.size() > 1) {
            environment
                    .err()
                    .println(
                            "agtrace: "
                                    + chosen.size()
                                    + " workflows found, the worst one given; -o jsonl gives all,"
                                    + " --workflow chooses");
        }
        List<Made> worst = new ArrayList<>();
        each(
                chosen,
                diagnoser,
                gates,
                diagnosis -> json(diagnosis, true),
                made -> keepWorst(worst, made, 1));
        trim(worst, 1);
        environment.out().write(worst.getFirst().result);
        return end();
    }

    private byte[] json(Diagnosis diagnosis, boolean pretty) throws IOException {
        List<Hypothesis> shown =
                diagnosis.hypotheses().stream().limit(all ? Integer.MAX_VALUE : top).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FindFailureJson.write(diagnosis, shown, next, session.report(), out, pretty);
        return out.toByteArray();
    }

    /** For people at a terminal. */
    ExitCode text(List<WorkflowSummary> chosen, Diagnoser diagnoser, FailOn gates, boolean paged)
            throws IOException {
        FailureText form = new FailureText(session.screen(), next, all);
        StringBuilder out = new StringBuilder();
        blocks(chosen, diagnoser, gates, form::write, out);
        compared(out);
        int before = out.length();
        form.notChecked(notChecked, out);
        if (chosen.size() > 1) {
            if (before > 0) {
                out.insert(before, "\n");
            }
            form.closing(closing(), out);
        } else if (before < out.length() && healthy == 0) {
            out.insert(before, "\n");
        }
        Pager.show(out.toString(), environment, paged);
        return end();
    }

    /** Adds what differs between runs of one kind. */
    private void compared(StringBuilder out) throws IOException {
        StringBuilder block = new StringBuilder();
        boolean some =
                cohorts != null
                        && new CohortView(session.screen()).write(cohorts.compared(), block);
        if (some) {
            out.append(out.isEmpty() ? "" : "\n").append(block);
        }
    }

    /** For issues and pull requests. */
    ExitCode markdown(List<WorkflowSummary> chosen, Diagnoser diagnoser, FailOn gates)
            throws IOException {
        FailureMarkdown form = new FailureMarkdown(next, all);
        StringBuilder out = new StringBuilder();
        blocks(chosen, diagnoser, gates, form::write, out);
        form.notChecked(notChecked, out);
        if (chosen.size() > 1) {
            form.closing(closing(), out);
        }
        environment.out().write(out.toString().getBytes(StandardCharsets.UTF_8));
        return end();
    }

    /** The one workflow, or those of several that fail, the worst first. */
    private void blocks(
            List<WorkflowSummary> chosen,
            Diagnoser diagnoser,
            FailOn gates,
            Form form,
            StringBuilder out)
            throws IOException {
        boolean one = chosen.size() == 1;
        int most = all ? Integer.MAX_VALUE : MOST_SHOWN;
        List<Made> worst = new ArrayList<>();
        each(
                chosen,
                diagnoser,
                gates,
                diagnosis -> {
                    boolean seen = one || Standing.of(diagnosis).health() == Health.FAILING;
                    StringBuilder block = new StringBuilder();
                    if (seen) {
                        form.write(diagnosis, likely(diagnosis), block);
                    }
                    return block.toString().getBytes(StandardCharsets.UTF_8);
                },
                made -> {
                    if (made.result.length > 0) {
                        keepWorst(worst, made, most);
                    }
                });
        trim(worst, most);
        for (Made made : worst) {
            out.append(out.isEmpty() ? "" : "\n");
            out.append(new String(made.result, StandardCharsets.UTF_8));
        }
    }

    /** The hypotheses that are shown to people; of a run that failed, the first one in any case. */
    private List<Hypothesis> likely(Diagnosis diagnosis) {
        List<Hypothesis> every = diagnosis.hypotheses();
        if (all) {
            return every;
        }
        if (diagnosis.hasOnlyRemarks()) {
            return every.subList(0, Math.min(Math.min(top, REMARKS), every.size()));
        }
        List<Hypothesis> shown = every.stream().filter(Standing::isLikely).limit(top).toList();
        boolean failing = Standing.of(diagnosis).health() == Health.FAILING;
        return shown.isEmpty() && failing && !every.isEmpty() ? every.subList(0, 1) : shown;
    }

    /** Adds to the worst; now and then, so that it costs little, the others are let go of. */
    private static void keepWorst(List<Made> worst, Made made, int most) {
        worst.add(made);
        if (worst.size() >= 2L * most) {
            trim(worst, most);
        }
    }

    private static void trim(List<Made> worst, int most) {
        worst.sort(Comparator.comparing(Made::standing, Standing.WORST_FIRST));
        worst.subList(Math.min(most, worst.size()), worst.size()).clear();
    }

    private void each(
            List<WorkflowSummary> chosen,
            Diagnoser diagnoser,
            FailOn gates,
            Writer writer,
            Workers.Taker<Made> taker)
            throws IOException {
        Workers.each(
                session,
                chosen,
                workflow -> {
                    Diagnosis diagnosis = diagnoser.diagnose(session.view(workflow));
                    return new Made(
                            Standing.of(diagnosis),
                            writer.write(diagnosis),
                            gates.stopped(diagnosis),
                            diagnosis.notChecked(),
                            cohorts == null ? null : RunRow.of(diagnosis));
                },
                made -> {
                    count(made);
                    taker.take(made);
                });
    }

    private void count(Made made) {
        diagnosed++;
        healthy += made.standing.health() == Health.HEALTHY ? 1 : 0;
        unseen += made.standing.health() == Health.UNSEEN ? 1 : 0;
        notChecked.add(made.notChecked);
        if (cohorts != null && made.row != null) {
            cohorts.add(made.row);
        }
        if (!made.stopped.isEmpty()) {
            stopped++;
            if (stoppedBy.size() < GATES_NAMED) {
                stoppedBy.add(made.standing.workflow().id() + ": " + made.stopped);
            }
        }
    }

    private String closing() {
        int failing = diagnosed - healthy - unseen;
        StringBuilder text = new StringBuilder();
        text.append(Numbers.count(healthy)).append(" of ");
        text.append(Numbers.count(diagnosed, "workflow")).append(" look");
        text.append(diagnosed == 1 ? "s" : "").append(" healthy");
        if (unseen > 0) {
            text.append(", ").append(Numbers.count(unseen));
            text.append(unseen == 1 ? " holds" : " hold").append(" nothing that can be checked");
        }
        if (!all && failing > MOST_SHOWN) {
            text.append("; the ").append(MOST_SHOWN).append(" worst of ");
            text.append(Numbers.count(failing)).append(" others are shown, --all shows all");
        }
        return text.toString();
    }

    private ExitCode end() {
        if (stopped > 0) {
            for (String each : stoppedBy) {
                environment.err().println("agtrace: --fail-on: " + session.theme(false).safe(each));
            }
            if (stopped > stoppedBy.size()) {
                String more = Numbers.count(stopped - stoppedBy.size(), "more workflow");
                environment.err().println("agtrace: --fail-on: and " + more);
            }
            return ExitCode.FINDING;
        }
        if (unseen == diagnosed) {
            environment
                    .err()
                    .println(
                            "agtrace: nothing could be checked: no agent, model call or tool call"
                                    + " was recognised");
            return ExitCode.UNREADABLE;
        }
        return session.exitCode();
    }
}
