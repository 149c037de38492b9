package io.agtrace.cli.config;

/** A value with where it came from. */
public record Setting<T>(T value, Source source) {}
