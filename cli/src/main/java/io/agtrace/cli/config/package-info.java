/// The configuration file: found, read with every mistake named by its place, and typed.
@NullMarked
package io.agtrace.cli.config;

import org.jspecify.annotations.NullMarked;
