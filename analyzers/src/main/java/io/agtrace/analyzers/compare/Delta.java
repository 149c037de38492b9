package io.agtrace.analyzers.compare;

/** What an agent, or the whole run, took in either run; an agent that a run lacks took nothing. */
public record Delta(String agent, Load good, Load bad) {
    public long nanos() {
        return bad.nanos() - good.nanos();
    }

    public long tokens() {
        return bad.tokens() - good.tokens();
    }
}
