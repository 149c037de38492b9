/// The agtrace command: options, exit codes, terminal.
@NullMarked
package io.agtrace.cli;

import org.jspecify.annotations.NullMarked;
