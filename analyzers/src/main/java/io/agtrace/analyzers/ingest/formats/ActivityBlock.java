package io.agtrace.analyzers.ingest.formats;

import io.agtrace.analyzers.ingest.IngestReport;
import io.agtrace.analyzers.ingest.SpanSink;
import io.agtrace.analyzers.ingest.json.JsonCursor;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Id;
import io.agtrace.analyzers.span.Origin;
import io.agtrace.analyzers.span.Resource;
import io.agtrace.analyzers.span.Scope;
import io.agtrace.analyzers.span.Span;
import io.agtrace.analyzers.span.SpanEvent;
import io.agtrace.analyzers.span.SpanLink;
import io.agtrace.analyzers.span.Status;
import io.agtrace.analyzers.span.Text;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lines that the .NET console exporter writes for one activity. */
final class ActivityBlock {
    private static final DateTimeFormatter US_TIME =
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a XXX", Locale.US);

    private enum Section {
        TAGS,
        EVENTS,
        LINKS,
        SCOPE,
        RESOURCE,
        /** Behind the block: what comes is another program's output. */
        NONE
    }

    private final String source;
    private final long offset;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Attributes.Builder resource = new Attributes.Builder();
    private final Map<String, String> scope = new LinkedHashMap<>();
    private final List<SpanEvent> events = new ArrayList<>();
    private final List<SpanLink> links = new ArrayList<>();
    private final Attributes.Builder tags = new Attributes.Builder();
    private Section section = Section.NONE;
    private boolean ended;
    private long end;

    // The value that is being read: more lines may belong to it.
    private String key = "";
    private StringBuilder value = new StringBuilder();
    private boolean inner;

    // The event or link that is being read.
    private String head = "";
    private final Attributes.Builder innerTags = new Attributes.Builder();

    ActivityBlock(String source, long offset) {
        this.source = source;
        this.offset = offset;
        this.end = offset;
    }

    /** Whether a block begins with this line; oldest exporters write the whole id in one. */
    static boolean begins(String line) {
        String text = line.strip();
        return text.startsWith("Activity.TraceId:") || text.startsWith("Activity.Id:");
    }

    void line(String line, long behind) {
        if (ended) {
            return;
        }
        end = behind;
        boolean indented = line.startsWith("    ") || line.startsWith("\t");
        if (!indented && header(line)) {
            return;
        }
        if (line.isBlank() && section == Section.RESOURCE) {
            ended = true;
        } else if (section == Section.NONE) {
            return;
        } else if (!indented) {
            // A value with line breaks; behind the resource, another program's output.
            if (section == Section.RESOURCE) {
                ended = true;
            } else if (!key.isEmpty()) {
                value.append('\n').append(line);
            }
        } else {
            entry(line);
        }
    }

    private boolean header(String line) {
        Section next =
                switch (line.strip()) {
                    case "Activity.Tags:", "Activity.TagObjects:" -> Section.TAGS;
                    case "Activity.Events:" -> Section.EVENTS;
                    case "Activity.Links:" -> Section.LINKS;
                    case "Resource associated with Activity:",
                            "Resource associated with TracerProvider:" ->
                            Section.RESOURCE;
                    default -> line.startsWith("Instrumentation scope (") ? Section.SCOPE : null;
                };
        if (next != null) {
            finishInner();
            section = next;
            return true;
        }
        int colon = line.indexOf(':');
        if (colon > 0 && (line.startsWith("Activity.") || line.startsWith("StatusCode"))) {
            finishInner();
            section = Section.NONE;
            fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            return true;
        }
        return false;
    }

    private void entry(String line) {
        boolean deep = line.startsWith("        ") || line.startsWith("\t\t");
        String text = line.strip();
        if ((section == Section.EVENTS || section == Section.LINKS) && !deep) {
            finishInner();
            head = text;
            return;
        }
        int colon = text.indexOf(": ");
        if (colon < 0 && text.endsWith(":")) {
            colon = text.length() - 1;
        }
        if (colon <= 0) {
            if (!key.isEmpty()) {
                value.append('\n').append(line);
            }
            return;
        }
        finishValue();
        key = text.substring(0, colon);
        value.append(text.substring(colon + 1).strip());
        inner = section == Section.EVENTS || section == Section.LINKS;
    }

    private void finishValue() {
        if (!key.isEmpty()) {
            String text = value.toString();
            if (inner) {
                innerTags.put(key, Text.of(text));
            } else if (section == Section.TAGS) {
                tags.put(key, Text.of(text));
            } else if (section == Section.RESOURCE) {
                resource.put(key, Text.of(text));
            } else {
                scope.put(key, text);
            }
        }
        key = "";
        value = new StringBuilder();
    }

    private void finishInner() {
        finishValue();
        Attributes attributes = innerTags.build();
        if (head.isEmpty()) {
            return;
        }
        if (section == Section.EVENTS) {
            int bracket = head.endsWith("]") ? head.lastIndexOf('[') : -1;
            String name = bracket < 0 ? head : head.substring(0, bracket).strip();
            String time = bracket < 0 ? "" : head.substring(bracket + 1, head.length() - 1);
            events.add(new SpanEvent(time(time), name, attributes));
        } else {
            String[] ids = head.split("\\s+", -1);
            Id trace = Id.trace(ids[0]);
            Id span = ids.length < 2 ? null : Id.span(ids[1]);
            if (trace != null && span != null) {
                links.add(new SpanLink(trace, span, attributes));
            }
        }
        head = "";
    }

    /** Event times are printed as the machine's culture has it; only unmistakable ones are read. */
    private static long time(String text) {
        long iso = Times.point(Text.of(text), Times.Unit.OPEN);
        if (iso != Span.NO_TIME) {
            return iso;
        }
        try {
            Instant instant = OffsetDateTime.parse(text, US_TIME).toInstant();
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L),
                    instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return Span.NO_TIME;
        }
    }

    private String field(String name) {
        return fields.getOrDefault("Activity." + name, "");
    }

    /**
     * Gives the span on.
     *
     * @param behind offset behind the block
     * @param last whether the input ends here, so that the block may be cut off
     */
    void emit(long behind, boolean last, SpanSink sink, IngestReport report) {
        finishInner();
        if (last && field("Duration").isEmpty()) {
            report.lost(source, offset, JsonCursor.CUT_OFF);
            return;
        }
        Origin origin =
                new Origin(
                        source,
                        offset,
                        (int) Math.min(Math.min(end, behind) - offset, Integer.MAX_VALUE));
        // 00-<trace>-<span>-01, or a name of .NET's own before version 5
        String[] id = field("Id").split("-", -1);
        boolean w3c = id.length == 4;
        Id trace = Id.trace(w3c ? id[1] : field("TraceId"));
        Id span = Id.span(w3c ? id[2] : field("SpanId"));
        String[] parentId = field("ParentId").split("-", -1);
        Id parent = Id.span(parentId.length == 4 ? parentId[2] : field("ParentSpanId"));
        long start = Times.point(Text.of(field("StartTime")), Times.Unit.OPEN);
        long duration = Times.duration(Text.of(field("Duration")), Times.Unit.SECONDS);
        boolean timed = start != Span.NO_TIME && duration != Span.NO_TIME;
        Attributes all = tags.build();
        Attributes resourceAttributes = resource.build();
        sink.span(
                new Span.Builder(
                                SpanMapper.orNoTrace(trace, origin, report),
                                SpanMapper.orNoSpan(span, origin, report))
                        .parent(parent)
                        .name(field("DisplayName"))
                        .kind(SpanParts.kind(Text.of(field("Kind")), 1))
                        .times(start, timed ? start + duration : Span.NO_TIME)
                        .status(status(all))
                        .attributes(all)
                        .events(events)
                        .links(links)
                        .resource(
                                resourceAttributes.isEmpty()
                                        ? Resource.EMPTY
                                        : new Resource(resourceAttributes))
                        .scope(scope())
                        .traceState(field("TraceState"))
                        .origin(origin)
                        .build());
    }

    private Status status(Attributes all) {
        @Nullable String code = fields.get("StatusCode");
        if (code == null) {
            code = fields.get("Activity.StatusCode");
        }
        if (code == null) {
            code = all.text("otel.status_code");
        }
        String description = field("StatusDescription");
        @Nullable String tagged = all.text("otel.status_description");
        return SpanParts.status(
                code == null ? null : Text.of(code),
                description.isEmpty() && tagged != null ? tagged : description);
    }

    private Scope scope() {
        String name = scope.getOrDefault("Name", field("ActivitySourceName"));
        String version = scope.getOrDefault("Version", field("ActivitySourceVersion"));
        return name.isEmpty() && version.isEmpty()
                ? Scope.EMPTY
                : new Scope(name, version, Attributes.EMPTY);
    }
}
