package io.agtrace.analyzers.diagnosis.suspects;

import io.agtrace.analyzers.rules.Finding;

/**
 * A turn that is worth reading.
 *
 * @param finding where and why
 * @param confidence that the run went wrong there, 0 to 0.45
 */
public record Suspect(Finding finding, double confidence) {}
