package io.agtrace.cli;

/** The version of this build; Maven writes it into this file's copy. */
final class Version {
    /** The version alone, such as {@code 1.2.0}. */
    static final String NUMBER = "${project.version}";

    private Version() {}
}
