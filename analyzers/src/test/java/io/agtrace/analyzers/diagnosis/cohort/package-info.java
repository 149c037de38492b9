@NullMarked
package io.agtrace.analyzers.diagnosis.cohort;

import org.jspecify.annotations.NullMarked;
