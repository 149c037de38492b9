package io.agtrace.analyzers.span;

/** How a span ended, as its instrumentation said; the message is empty where there is none. */
public record Status(Code code, String message) {
    public static final Status UNSET = new Status(Code.UNSET, "");
    public static final Status OK = new Status(Code.OK, "");

    /** OpenTelemetry's status codes, in the order of their numbers in OTLP. */
    public enum Code {
        UNSET,
        OK,
        ERROR
    }

    public static Status of(Code code, String message) {
        if (message.isEmpty()) {
            switch (code) {
                case UNSET -> {
                    return UNSET;
                }
                case OK -> {
                    return OK;
                }
                case ERROR -> {}
            }
        }
        return new Status(code, message);
    }

    public boolean isError() {
        return code == Code.ERROR;
    }
}
