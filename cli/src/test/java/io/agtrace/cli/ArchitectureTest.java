package io.agtrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/// Who may know whom: the modules, and the steps of the analysis from bytes to diagnosis.
class ArchitectureTest {

    private static final Room FIXTURES = new Room("io.agtrace.fixtures");
    private static final Room ANALYZERS = new Room("io.agtrace.analyzers");
    private static final Room RENDER = new Room("io.agtrace.render");
    private static final Room CLI = new Room("io.agtrace.cli");

    /// Each step may use those before it, never one after it.
    private static final List<Room> STEPS =
            Stream.of(
                            "span",
                            "ingest",
                            "conventions",
                            "workflow",
                            "agents",
                            "lineage",
                            "rules",
                            "diagnosis",
                            "check",
                            "compare")
                    .map(ANALYZERS::within)
                    .toList();

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.agtrace");

    @Test
    void everyModuleIsUnderTest() {
        assertThat(List.of(FIXTURES, ANALYZERS, RENDER, CLI))
                .allMatch(room -> MAIN.containPackage(room.name));
    }

    @Test
    void modulesKnowOnlyThoseBelow() {
        FIXTURES.knows().noneOf(ANALYZERS, RENDER, CLI);
        ANALYZERS.knows().noneOf(FIXTURES, RENDER, CLI);
        RENDER.knows().noneOf(FIXTURES, CLI);
        CLI.knows().noneOf(FIXTURES);
    }

    @Test
    void stepsKnowOnlyThoseBefore() {
        for (int i = 0; i < STEPS.size() - 1; i++) {
            Room[] later = STEPS.subList(i + 1, STEPS.size()).toArray(Room[]::new);
            STEPS.get(i).knows().noneOf(later);
        }
    }

    @Test
    void analyzersAreMadeOfStepsOnly() {
        ANALYZERS.consistsOf(STEPS);
    }

    /// A package with all packages in it; rules about rooms that are still empty hold.
    private record Room(String name) {

        Room within(String child) {
            return new Room(name + "." + child);
        }

        Knowledge knows() {
            return new Knowledge(this);
        }

        void consistsOf(List<Room> parts) {
            classes()
                    .that()
                    .resideInAPackage(pattern())
                    .and()
                    .doNotHaveSimpleName("package-info")
                    .should()
                    .resideInAnyPackage(patterns(parts))
                    .allowEmptyShould(true)
                    .check(MAIN);
        }

        private String pattern() {
            return name + "..";
        }

        private static String[] patterns(List<Room> rooms) {
            return rooms.stream().map(Room::pattern).toArray(String[]::new);
        }
    }

    private record Knowledge(Room owner) {

        void noneOf(Room... strangers) {
            noClasses()
                    .that()
                    .resideInAPackage(owner.pattern())
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(Room.patterns(List.of(strangers)))
                    .allowEmptyShould(true)
                    .check(MAIN);
        }
    }
}
