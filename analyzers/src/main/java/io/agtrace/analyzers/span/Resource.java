package io.agtrace.analyzers.span;

/** What produced a span: a process or service, described by attributes. */
public record Resource(Attributes attributes) {
    public static final Resource EMPTY = new Resource(Attributes.EMPTY);

    /** The value of {@code service.name}, or the empty string. */
    public String serviceName() {
        String name = attributes.text("service.name");
        return name == null ? "" : name;
    }

    /** The value of {@code service.version}, or the empty string. */
    public String serviceVersion() {
        String version = attributes.text("service.version");
        return version == null ? "" : version;
    }
}
