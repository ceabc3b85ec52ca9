package tandem.scenarios;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import tandem.scenarios.kit.Places;

/** The house rules that a class file shows: who may import whom, whose types stay where, and what nobody does. */
class ArchitectureTest {
    /** Who may import whom, by the second word of the package; modules that are still to come are in it already. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("base", Set.of()),
            Map.entry("media", Set.of("base")),
            Map.entry("sip", Set.of("base")),
            Map.entry("h323", Set.of("base")),
            Map.entry("webrtc", Set.of("media", "base")),
            Map.entry("call", Set.of("media", "base")),
            // An arrival is made of what call's own records are made of, and a plan is given its clock.
            Map.entry("dialplans", Set.of("call", "media", "base")),
            Map.entry("gateway", Set.of("base", "media", "sip", "h323", "webrtc", "call", "dialplans")),
            Map.entry("scenarios", Set.of("base", "media", "sip", "h323", "webrtc", "call", "dialplans", "gateway")),
            Map.entry("bench", Set.of("base", "media", "sip", "h323", "webrtc", "call", "dialplans", "gateway")));

    /** Packages of other people's that stay in the module that chose them. */
    private static final Map<String, String> STAYS_IN = Map.of(
            "javax.sip..", "tandem.sip..",
            "gov.nist..", "tandem.sip..",
            "org.ice4j..", "tandem.webrtc..",
            "org.jitsi.impl..", "tandem.media..",
            "org.jitsi.srtp..", "tandem.media..",
            "org.bytedeco..", "tandem.media..",
            "org.sqlite..", "tandem.gateway.records..",
            "org.postgresql..", "tandem.gateway.records..",
            "org.bouncycastle..", "tandem.media..");

    private static final List<String> DOORS =
            List.of("tandem.gateway.sip..", "tandem.gateway.h323..", "tandem.gateway.webrtc..");
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Manager|Helper|Util|Utils|Impl)");
    private static final int MOST_BASE_CLASSES = 25;

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(location -> !location.contains("jmh_generated")) // written by JMH, in a style of its own
            .importLocations(locations());
    private static final JavaClasses PRODUCT =
            ALL.that(describe("the product's", type -> !module(type).equals("scenarios") && !isTest(type)));

    /** The classpath, and bench, which nobody depends on: it is there in a whole build, which compiles it first. */
    private static Set<Location> locations() {
        Set<Location> locations = new HashSet<>(Locations.ofPackage("tandem"));
        Path bench = Places.root().resolve("bench/target/classes");
        if (Files.isDirectory(bench)) {
            locations.add(Location.of(bench));
        }
        return locations;
    }

    private static boolean isTest(JavaClass type) {
        String from = type.getSource().map(source -> source.getUri().toString()).orElse("");
        return from.contains("/test-classes/") || from.contains("-tests.jar");
    }

    private static String module(JavaClass type) {
        String[] words = type.getPackageName().split("\\.", 3);
        return words.length > 1 ? words[1] : "";
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("tandem.");
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }

    @Test
    void seesTheProduct() {
        Set<String> seen = PRODUCT.stream().map(ArchitectureTest::module).collect(Collectors.toSet());
        assertTrue(seen.containsAll(Set.of("base", "media", "sip", "call", "dialplans", "gateway")), seen::toString);
        assertEquals(
                Set.of(), seen.stream().filter(m -> !MAY_IMPORT.containsKey(m)).collect(Collectors.toSet()));
    }

    @Test
    void modulesImportOnlyWhatTheTableAllows() {
        check(classes().should(new ArchCondition<>("import only what the table of modules allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Set<String> allowed = MAY_IMPORT.getOrDefault(module(type), Set.of());
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    String other = module(target);
                    if (isOurs(target) && !other.equals(module(type)) && !allowed.contains(other)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        }));
    }

    @Test
    void packagesAreOneLevelDeep() {
        check(classes().should(new ArchCondition<>("lie at most one level below their module") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (type.getPackageName().split("\\.", -1).length > 3) {
                    events.add(SimpleConditionEvent.violated(type, type.getFullName() + " lies too deep"));
                }
            }
        }));
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = PRODUCT.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .sorted()
                .toList();
        assertEquals(List.of(), unmarked);
    }

    @Test
    void othersTypesStayInTheModuleThatChoseThem() {
        STAYS_IN.forEach((theirs, home) -> check(noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(theirs)));
    }

    @Test
    void doorsDoNotImportEachOther() {
        for (String door : DOORS) {
            String[] others = DOORS.stream().filter(d -> !d.equals(door)).toArray(String[]::new);
            check(noClasses().that(resideInAPackage(door)).should().dependOnClassesThat(resideInAnyPackage(others)));
        }
    }

    @Test
    void staticsAreFinal() {
        check(fields().that().areStatic().and(notSynthetic()).should().beFinal());
    }

    @Test
    void staticsHoldNothingThatChanges() {
        check(noFields().that().areStatic().and().areFinal().should().haveRawType(mutable()));
    }

    private static DescribedPredicate<JavaField> notSynthetic() {
        return describe("are not the compiler's", field -> !field.getModifiers().contains(SYNTHETIC));
    }

    private static DescribedPredicate<JavaClass> mutable() {
        return describe("a type made to be changed", ArchitectureTest::isMadeToBeChanged);
    }

    /** Whether the declared type alone says that what it holds changes. */
    private static boolean isMadeToBeChanged(JavaClass type) {
        if (type.getPackageName().equals("java.util.concurrent.atomic")
                || type.isEquivalentTo(StringBuilder.class)
                || type.isEquivalentTo(Random.class)) {
            return true;
        }
        boolean holdsOthers = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
        return holdsOthers && !type.isInterface() && type.getPackageName().startsWith("java.util");
    }

    @Test
    void nobodySleeps() {
        noClasses().should().callMethodWhere(named(Thread.class, "sleep")).check(ALL);
    }

    @Test
    void onlyBaseReadsAClock() {
        DescribedPredicate<JavaAccess<?>> clocks = describe("a clock", ArchitectureTest::readsAClock);
        check(noClasses()
                .that()
                .resideOutsideOfPackages("tandem.base..", "tandem.bench..")
                .should()
                .accessTargetWhere(clocks)
                .orShould(new ArchCondition<>("refer to a clock") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getMethodReferencesFromSelf().stream()
                                .filter(clocks)
                                .forEach(r -> events.add(SimpleConditionEvent.satisfied(r, r.getDescription())));
                    }
                }));
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean withoutArguments = access.getTarget() instanceof CodeUnitCallTarget called
                && called.getRawParameterTypes().isEmpty();
        return switch (owner) {
            case "java.lang.System" -> name.equals("nanoTime") || name.equals("currentTimeMillis");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            case "java.util.Date", "java.util.GregorianCalendar" -> name.equals("<init>") && withoutArguments;
            case "java.util.Calendar" -> name.equals("getInstance");
            default -> owner.startsWith("java.time.") && name.equals("now") && withoutArguments;
        };
    }

    private static DescribedPredicate<JavaAccess<?>> named(Class<?> owner, String method) {
        return describe(
                owner.getSimpleName() + "." + method,
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && access.getName().equals(method));
    }

    @Test
    void nobodySynchronizes() {
        check(noMethods().should().haveModifier(SYNCHRONIZED));
    }

    @Test
    void nobodyUsesLocks() {
        check(noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent.locks..")
                        .and(describe("are locks", type -> !type.isEquivalentTo(LockSupport.class)))));
    }

    @Test
    void namesSayWhatAThingIs() {
        check(classes().should(new ArchCondition<>("have a name that says what they are") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
                    events.add(SimpleConditionEvent.violated(type, type.getFullName() + " says nothing"));
                }
            }
        }));
    }

    @Test
    void baseStaysSmall() {
        List<String> classes = PRODUCT.stream()
                .filter(type -> module(type).equals("base") && type.isTopLevelClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .sorted()
                .toList();
        assertTrue(classes.size() <= MOST_BASE_CLASSES, classes::toString);
    }
}
