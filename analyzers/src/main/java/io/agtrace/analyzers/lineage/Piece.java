package io.agtrace.analyzers.lineage;

/**
 * One text of a payload.
 *
 * @param key name of the field that it stands in; empty for a payload that is a text itself
 * @param text as recorded, JSON opened, numbers and truth values in their JSON spelling
 */
public record Piece(Speaker speaker, String key, String text) {}
