package io.agtrace.analyzers.conventions;

import io.agtrace.analyzers.span.AnyValue;
import io.agtrace.analyzers.span.Attributes;
import io.agtrace.analyzers.span.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether an operation failed, and what is said about it. Only hard evidence counts: a status, an
 * error attribute, an exception that escaped. Exceptions by which a framework steers its control
 * flow are no failures.
 */
record Failures(boolean failed, String message) {
    private static final Failures NONE = new Failures(false, "");

    /** LangGraph raises these to hand over to another node or to wait for a person. */
    private static final Set<String> CONTROL_FLOW =
            Set.of(
                    "ParentCommand",
                    "GraphBubbleUp",
                    "GraphInterrupt",
                    "NodeInterrupt",
                    "GraphDrained",
                    "Command");

    private static final Set<String> FAILED =
            Set.of("error", "failed", "failure", "fail", "errored", "crashed");

    private static final List<String> STACKS =
            List.of("\n    at ", "\n\tat ", "\nTraceback (most recent");

    static Failures of(SpanConcepts concepts, EventFacts events) {
        Span span = concepts.span();
        Attributes exception = events.exception();
        String cause = cause(span, exception);
        if (isControlFlow(cause, exception)) {
            return NONE;
        }
        boolean failed =
                span.status().isError()
                        || exception != null && isTrue(exception.get("exception.escaped"))
                        || saysFailed(concepts);
        return failed ? new Failures(true, message(concepts, cause, exception)) : NONE;
    }

    private static boolean saysFailed(SpanConcepts concepts) {
        String level = concepts.text(Concept.LEVEL);
        return concepts.has(Concept.ERROR_TYPE)
                        && !concepts.text(Concept.ERROR_TYPE).equalsIgnoreCase("none")
                || level.equalsIgnoreCase("ERROR")
                || FAILED.contains(concepts.text(Concept.OPERATION_STATUS).toLowerCase(Locale.ROOT))
                || concepts.has(Concept.FAILURE_STAGE)
                || Boolean.FALSE.equals(concepts.flag(Concept.SUCCESS))
                || isError(concepts.value(Concept.ERROR_FLAG));
    }

    /** {@code error=true}, or an error's text or fields under that name. */
    private static boolean isError(@Nullable AnyValue value) {
        if (value == null) {
            return false;
        }
        Boolean flag = Values.flag(value);
        return flag == null ? !Double.isFinite(Values.number(value)) : flag;
    }

    private static boolean isTrue(@Nullable AnyValue value) {
        return Boolean.TRUE.equals(Values.flag(value))
                || value != null && value.toString().equalsIgnoreCase("true");
    }

    private static String cause(Span span, @Nullable Attributes exception) {
        String status = span.status().message();
        if (!status.isBlank()) {
            return status;
        }
        String message = exception == null ? null : exception.text("exception.message");
        return message == null ? "" : message;
    }

    private static boolean isControlFlow(String cause, @Nullable Attributes exception) {
        String type = exception == null ? null : exception.text("exception.type");
        if (type != null && CONTROL_FLOW.contains(type.substring(type.lastIndexOf('.') + 1))) {
            return true;
        }
        int start = 0;
        while (start < cause.length() && Character.isWhitespace(cause.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < cause.length() && Character.isJavaIdentifierPart(cause.charAt(end))) {
            end++;
        }
        String head = cause.substring(start, end);
        boolean called = end < cause.length() && cause.charAt(end) == '(';
        // "Command" is also the beginning of many an ordinary sentence.
        return CONTROL_FLOW.contains(head) && (called || !head.equals("Command"));
    }

    private static String message(
            SpanConcepts concepts, String cause, @Nullable Attributes exception) {
        String text = cause;
        if (text.isBlank()) {
            text = concepts.text(Concept.ERROR_MESSAGE);
        }
        if (text.isBlank() && concepts.flag(Concept.ERROR_FLAG) == null) {
            text = concepts.text(Concept.ERROR_FLAG);
        }
        if (text.isBlank()) {
            text = concepts.text(Concept.ERROR_TYPE);
        }
        if (text.isBlank() && exception != null) {
            String type = exception.text("exception.type");
            text = type == null ? "" : type;
        }
        return withoutStack(text);
    }

    /** The message without the stack trace that JavaScript and Python append to it. */
    private static String withoutStack(String text) {
        String message = text.strip();
        int end = message.length();
        for (String mark : STACKS) {
            int at = message.indexOf(mark);
            if (at > 0) {
                end = Math.min(end, at);
            }
        }
        // LangChain appends the whole stack, which repeats the message, behind an empty line.
        int gap = end < message.length() ? message.indexOf("\n\n") : -1;
        return message.substring(0, gap > 0 && gap < end ? gap : end).strip();
    }
}
