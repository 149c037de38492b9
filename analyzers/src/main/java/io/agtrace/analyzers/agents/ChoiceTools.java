package io.agtrace.analyzers.agents;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.AnyValue.ArrayValue;
import io.agtrace.analyzers.span.AnyValue.KvlistValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names of the tools that a model was offered. */
final class ChoiceTools {
    private static final Set<String> WHOLE =
            Set.of(
                    "gen_ai.tool.definitions",
                    "ai.prompt.tools",
                    "mlflow.chat.tools",
                    "span_data.tools",
                    "spring.ai.model.request.tool.names",
                    "spring.ai.chat.client.tool.names",
                    "haystack.agent.tools");

    /** Documents that hold the tools in a field of their own. */
    private static final Set<String> HOLDING =
            Set.of("llm.invocation_parameters", "output.value", "input.value");

    private static final int LONGEST = 1 << 18;

    private ChoiceTools() {}

    /** In recorded order, each once. */
    static Set<String> offered(Reading reading, Span span) {
        Set<String> names = new LinkedHashSet<>();
        Attributes attributes = span.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            String key = attributes.key(i);
            AnyValue value = attributes.value(i);
            if (WHOLE.contains(key)) {
                addAll(names, reading.opened(value));
            } else if (isNumbered(key)) {
                add(names, reading.opened(value));
            }
        }
        if (names.isEmpty()) {
            for (int i = 0; i < attributes.size(); i++) {
                AnyValue value = attributes.value(i);
                if (HOLDING.contains(attributes.key(i)) && mentionsTools(reading, value)) {
                    addAll(names, ChoiceValues.opened(reading.fields(value).get("tools")));
                }
            }
        }
        return names;
    }

    /** Tools that are none: the forms in which Pydantic AI has a model write its final answer. */
    static Set<String> answers(Span span) {
        AnyValue request = span.attributes().get("model_request_parameters");
        Set<String> names = new LinkedHashSet<>();
        if (request != null) {
            addAll(names, ChoiceValues.opened(ChoiceValues.fields(request).get("output_tools")));
        }
        return names;
    }

    private static boolean isNumbered(String key) {
        return key.startsWith("llm.tools.") && key.endsWith(".tool.json_schema")
                || key.startsWith("llm.request.functions.") && key.endsWith(".name");
    }

    private static boolean mentionsTools(Reading reading, AnyValue value) {
        return value instanceof Text text
                ? text.recordedLength() < LONGEST && reading.text(text).contains("\"tools\"")
                : value instanceof KvlistValue;
    }

    private static void addAll(Set<String> names, @Nullable AnyValue opened) {
        if (opened instanceof ArrayValue(List<AnyValue> items)) {
            for (AnyValue item : items) {
                add(names, ChoiceValues.opened(item));
            }
        } else if (opened instanceof KvlistValue(Attributes fields)) {
            for (int i = 0; i < fields.size(); i++) {
                names.add(fields.key(i));
            }
        } else {
            for (String name : ChoiceValues.scalar(opened).split("[,;]", -1)) {
                if (ChoiceNames.isName(name.strip())) {
                    names.add(name.strip());
                }
            }
        }
    }

    private static void add(Set<String> names, @Nullable AnyValue tool) {
        String name = "";
        if (tool instanceof KvlistValue(Attributes fields)) {
            AnyValue stated = fields.get("name");
            if (stated == null) {
                stated = fields.fields("function").get("name");
            }
            name = ChoiceValues.scalar(stated);
        } else {
            name = ChoiceValues.scalar(tool);
        }
        if (ChoiceNames.isName(name)) {
            names.add(name);
        }
    }
}
