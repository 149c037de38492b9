package io.agtrace.analyzers.compare;

import io.agtrace.analyzers.agents.AgentInvocation;
import io.agtrace.analyzers.check.Fingerprint;
import io.agtrace.analyzers.conventions.Concept;
import io.agtrace.analyzers.conventions.StandardConventions;
import io.agtrace.analyzers.lineage.FactSet;
import io.agtrace.analyzers.lineage.Lineage;
import io.agtrace.analyzers.lineage.Piece;
import io.agtrace.analyzers.lineage.Pieces;
import io.agtrace.analyzers.lineage.Speaker;
import io.agtrace.analyzers.rules.Run;
import io.agtrace.analyzers.rules.Words;
import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.workflow.SpanTree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What two runs were given: their task, models, versions, instructions. */
final class Settings {
    private static final int MOST = 12;
    private static final int LONGEST = 160;

    /** Such as {@code 2.1}, {@code v1.40.0-rc1}; not an address of four numbers. */
    private static final Pattern VERSION =
            Pattern.compile("(?!\\d+(\\.\\d+){3}$)v?\\d+(\\.\\d+)+([-+._].*)?");

    private final Run good;
    private final Run bad;
    private final List<Setting> found = new ArrayList<>();

    private Settings(Run good, Run bad) {
        this.good = good;
        this.bad = bad;
    }

    /** What differs, the most telling first. */
    static List<Setting> of(Run good, Run bad) {
        Settings settings = new Settings(good, bad);
        settings.task();
        settings.byName(Setting.Kind.AGENT_VERSION, versions(good), versions(bad));
        settings.byName(Setting.Kind.MODEL, models(good), models(bad));
        settings.instructions();
        settings.resources();
        return settings.found.subList(0, Math.min(MOST, settings.found.size()));
    }

    /** Whether both were asked for the same, as far as that is recorded. */
    static boolean sameTask(Run good, Run bad) {
        FactSet one = good.lineage().task();
        FactSet other = bad.lineage().task();
        return one.isEmpty() || other.isEmpty() || Contents.isSame(one, other);
    }

    private void task() {
        if (!sameTask(good, bad)) {
            FactSet one = good.lineage().task();
            FactSet other = bad.lineage().task();
            String was = asked(good, one.minus(other));
            String is = asked(bad, other.minus(one));
            found.add(new Setting(Setting.Kind.TASK, "", was, is));
        }
    }

    private static String asked(Run run, FactSet own) {
        for (var passage : run.lineage().passages()) {
            AnyValue input = run.facts(passage.node()).input();
            if (input != null && Contents.isSame(passage.facts(), run.lineage().task())) {
                String line = Words.cut(Lineage.quote(input, own), LONGEST);
                return line.isEmpty() ? Contents.words(input) : line;
            }
        }
        return "";
    }

    private void byName(Setting.Kind kind, Map<String, String> goods, Map<String, String> bads) {
        goods.forEach(
                (name, was) -> {
                    String is = bads.get(name);
                    if (is != null && !is.equals(was)) {
                        found.add(new Setting(kind, name, was, is));
                    }
                });
    }

    /** The model of each agent's first call. */
    private static Map<String, String> models(Run run) {
        Map<String, String> models = new TreeMap<>();
        for (AgentInvocation stay : run.view().invocations()) {
            for (int call : stay.modelCalls()) {
                String model = run.facts(call).model();
                if (!model.isEmpty()) {
                    models.putIfAbsent(stay.agent(), model);
                    break;
                }
            }
        }
        return models;
    }

    private static Map<String, String> versions(Run run) {
        StandardConventions conventions = StandardConventions.standard();
        Map<String, String> versions = new TreeMap<>();
        for (AgentInvocation stay : run.view().invocations()) {
            var concepts = conventions.concepts(run.tree().span(stay.node()));
            String version = concepts.text(Concept.AGENT_VERSION);
            if (!version.isEmpty()) {
                versions.putIfAbsent(stay.agent(), version);
            }
        }
        return versions;
    }

    private void instructions() {
        Map<String, AgentInvocation> goods = firstStays(good);
        Map<String, AgentInvocation> bads = firstStays(bad);
        goods.forEach(
                (agent, one) -> {
                    AgentInvocation other = bads.get(agent);
                    if (other != null) {
                        instructions(agent, one, other);
                    }
                });
    }

    private static Map<String, AgentInvocation> firstStays(Run run) {
        Map<String, AgentInvocation> stays = new TreeMap<>();
        for (AgentInvocation stay : run.view().invocations()) {
            if (!run.lineage().stay(stay.index()).instructions().isEmpty()) {
                stays.putIfAbsent(stay.agent(), stay);
            }
        }
        return stays;
    }

    private void instructions(String agent, AgentInvocation one, AgentInvocation other) {
        FactSet was = good.lineage().stay(one.index()).instructions();
        FactSet is = bad.lineage().stay(other.index()).instructions();
        if (!Contents.isSame(was, is)) {
            found.add(
                    new Setting(
                            Setting.Kind.INSTRUCTIONS,
                            agent,
                            told(good, one, was.minus(is)),
                            told(bad, other, is.minus(was))));
        }
    }

    /** The line of a stay's instructions that holds most of some facts. */
    private static String told(Run run, AgentInvocation stay, FactSet wanted) {
        List<@Nullable AnyValue> payloads = new ArrayList<>();
        payloads.add(stay.input());
        if (!stay.modelCalls().isEmpty()) {
            payloads.add(run.facts(stay.modelCalls().getFirst()).input());
        }
        for (AnyValue payload : payloads) {
            StringBuilder told = new StringBuilder();
            for (Piece piece : Pieces.of(payload)) {
                if (piece.speaker() == Speaker.SYSTEM) {
                    told.append(piece.text()).append('\n');
                }
            }
            String line = Lineage.quote(AnyValue.of(told.toString()), wanted);
            if (!line.isEmpty()) {
                return Words.cut(line, LONGEST);
            }
        }
        return "";
    }

    private void resources() {
        Map<String, String> goods = resources(good.tree());
        Map<String, String> bads = resources(bad.tree());
        goods.forEach(
                (name, was) -> {
                    String is = bads.get(name);
                    boolean version =
                            is != null
                                    && VERSION.matcher(was).matches()
                                    && VERSION.matcher(is).matches();
                    boolean named =
                            is != null && !Fingerprint.steady(was).equals(Fingerprint.steady(is));
                    if (is != null && !is.equals(was) && (version || named)) {
                        found.add(new Setting(Setting.Kind.RESOURCE, name, was, is));
                    }
                });
    }

    /** The first value of each attribute of each service; several processes may be one service. */
    private static Map<String, String> resources(SpanTree tree) {
        Map<String, String> values = new TreeMap<>();
        Set<Resource> seen = new HashSet<>();
        for (int node = 0; node < tree.size(); node++) {
            Resource resource = tree.span(node).resource();
            if (!seen.add(resource)) {
                continue;
            }
            Attributes attributes = resource.attributes();
            String service = resource.serviceName();
            for (int i = 0; i < attributes.size(); i++) {
                String name = (service.isEmpty() ? "" : service + " ") + attributes.key(i);
                String value = Words.cut(attributes.value(i).toString(), LONGEST);
                values.putIfAbsent(name, value);
            }
        }
        return values;
    }
}
