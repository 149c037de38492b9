package io.agtrace.cli.config;

import io.agtrace.cli.config.YamlNode.Items;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One value or a list of them. */
final class ListType<T> extends Type<List<T>> {
    private final Type<T> item;
    private final int most;

    ListType(Type<T> item, int most) {
        this.item = item;
        this.most = most;
    }

    @Override
    @Nullable List<T> read(String key, YamlNode node, Problems problems) {
        List<YamlNode> nodes = node instanceof Items list ? list.items() : List.of(node);
        if (nodes.isEmpty()) {
            problems.add(node.place(), key + ": the list is empty", "");
            return null;
        }
        if (nodes.size() > most) {
            problems.add(node.place(), key + ": more than " + most + " items", "");
            return null;
        }
        List<T> values = new ArrayList<>();
        for (YamlNode each : nodes) {
            T value = item.read(key, each, problems);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    @Override
    Map<String, Object> schema() {
        Map<String, Object> one = item.schema();
        Map<String, Object> list =
                fields("type", "array", "items", one, "minItems", 1, "maxItems", most);
        return fields("anyOf", List.of(one, list));
    }

    @Override
    Object json(List<T> values) {
        return values.stream().map(item::json).toList();
    }
}
