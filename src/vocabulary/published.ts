// Which names the common vocabularies have: names alone, so that a name that one of them lacks can be told. A test holds
// that what we use of them is listed.

const names: Readonly<Record<string, string>> = {
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#':
    'Alt Bag CompoundLiteral HTML JSON List PlainLiteral Property Seq Statement TripleTerm XMLLiteral dirLangString ' +
    'direction first langString language nil object predicate reifies rest subject type value',
  'http://www.w3.org/2000/01/rdf-schema#':
    'Class Container ContainerMembershipProperty Datatype Literal Proposition Resource comment domain isDefinedBy label ' +
    'member range seeAlso subClassOf subPropertyOf',
  'http://www.w3.org/2002/07/owl#':
    'AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty AsymmetricProperty Axiom Class ' +
    'DataRange DatatypeProperty DeprecatedClass DeprecatedProperty FunctionalProperty InverseFunctionalProperty ' +
    'IrreflexiveProperty NamedIndividual NegativePropertyAssertion Nothing ObjectProperty Ontology OntologyProperty ' +
    'ReflexiveProperty Restriction SymmetricProperty Thing TransitiveProperty allValuesFrom annotatedProperty ' +
    'annotatedSource annotatedTarget assertionProperty backwardCompatibleWith bottomDataProperty bottomObjectProperty ' +
    'cardinality complementOf datatypeComplementOf deprecated differentFrom disjointUnionOf disjointWith distinctMembers ' +
    'equivalentClass equivalentProperty hasKey hasSelf hasValue imports incompatibleWith intersectionOf inverseOf ' +
    'maxCardinality maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass onDataRange onDatatype ' +
    'onProperties onProperty oneOf priorVersion propertyChainAxiom propertyDisjointWith qualifiedCardinality rational ' +
    'real sameAs someValuesFrom sourceIndividual targetIndividual targetValue topDataProperty topObjectProperty unionOf ' +
    'versionIRI versionInfo withRestrictions',
  'http://www.w3.org/2001/XMLSchema#':
    'ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName anyAtomicType anySimpleType anyType ' +
    'anyURI assertions base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration ' +
    'enumeration explicitTimezone float fractionDigits gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer ' +
    'language length long maxExclusive maxInclusive maxLength minExclusive minInclusive minLength negativeInteger ' +
    'nonNegativeInteger nonPositiveInteger normalizedString pattern positiveInteger precisionDecimal short string time ' +
    'token totalDigits unsignedByte unsignedInt unsignedLong unsignedShort untypedAtomic whiteSpace yearMonthDuration',
  'http://www.w3.org/2004/02/skos/core#':
    'Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader broaderTransitive changeNote ' +
    'closeMatch definition editorialNote exactMatch example hasTopConcept hiddenLabel historyNote inScheme ' +
    'mappingRelation member memberList narrowMatch narrower narrowerTransitive notation note prefLabel related ' +
    'relatedMatch scopeNote semanticRelation topConceptOf',
  'http://purl.org/dc/elements/1.1/':
    'contributor coverage creator date description format identifier language publisher relation rights source subject ' +
    'title type',
  'http://purl.org/dc/terms/':
    'Agent AgentClass BibliographicResource Box DCMIType DDC FileFormat Frequency IMT ISO3166 ISO639-2 ISO639-3 ' +
    'Jurisdiction LCC LCSH LicenseDocument LinguisticSystem Location LocationPeriodOrJurisdiction MESH MediaType ' +
    'MediaTypeOrExtent MethodOfAccrual MethodOfInstruction NLM Period PeriodOfTime PhysicalMedium PhysicalResource Point ' +
    'Policy ProvenanceStatement RFC1766 RFC3066 RFC4646 RFC5646 RightsStatement SizeOrDuration Standard TGN UDC URI ' +
    'W3CDTF abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience available ' +
    'bibliographicCitation conformsTo contributor coverage created creator date dateAccepted dateCopyrighted ' +
    'dateSubmitted description educationLevel extent format hasFormat hasPart hasVersion identifier instructionalMethod ' +
    'isFormatOf isPartOf isReferencedBy isReplacedBy isRequiredBy isVersionOf issued language license mediator medium ' +
    'modified provenance publisher references relation replaces requires rights rightsHolder source spatial subject ' +
    'tableOfContents temporal title type valid',
  'http://xmlns.com/foaf/0.1/':
    'Agent Document Group Image LabelProperty OnlineAccount OnlineChatAccount OnlineEcommerceAccount OnlineGamingAccount ' +
    'Organization Person PersonalProfileDocument Project account accountName accountServiceHomepage age aimChatID ' +
    'based_near birthday currentProject depiction depicts dnaChecksum familyName family_name firstName focus fundedBy ' +
    'geekcode gender givenName givenname holdsAccount homepage icqChatID img interest isPrimaryTopicOf jabberID knows ' +
    'lastName logo made maker mbox mbox_sha1sum member membershipClass msnChatID myersBriggs name nick openid page ' +
    'pastProject phone plan primaryTopic publications schoolHomepage sha1 skypeID status surname theme thumbnail tipjar ' +
    'title topic topic_interest weblog workInfoHomepage workplaceHomepage yahooChatID',
  'http://www.w3.org/ns/prov#':
    'Accept Activity ActivityInfluence Agent AgentInfluence Association Attribution Bundle Collection Communication ' +
    'Contribute Contributor Copyright Create Creator Delegation Derivation Dictionary DirectQueryService EmptyCollection ' +
    'EmptyDictionary End Entity EntityInfluence Generation Influence Insertion InstantaneousEvent Invalidation ' +
    'KeyEntityPair Location Modify Organization Person Plan PrimarySource Publish Publisher Quotation Removal Replace ' +
    'Revision RightsAssignment RightsHolder Role ServiceDescription SoftwareAgent Start Submit Usage actedOnBehalfOf ' +
    'activity activityOfInfluence agent agentOfInfluence alternateOf aq asInBundle atLocation atTime category component ' +
    'constraints contributed definition derivedByInsertionFrom derivedByRemovalFrom describesService dictionary dm ' +
    'editorialNote editorsDefinition endedAtTime ended entity entityOfInfluence generalizationOf generated ' +
    'generatedAsDerivation generatedAtTime hadActivity hadDelegate hadDerivation hadDictionaryMember hadGeneration ' +
    'hadInfluence hadMember hadPlan hadPrimarySource hadRevision hadRole hadUsage has_anchor has_provenance ' +
    'has_query_service influenced influencer informed inserted insertedKeyEntityPair invalidated invalidatedAtTime inverse ' +
    'locationOf mentionOf n order pairEntity pairKey pingback provenanceUriTemplate qualifiedAssociation ' +
    'qualifiedAssociationOf qualifiedAttribution qualifiedAttributionOf qualifiedCommunication qualifiedCommunicationOf ' +
    'qualifiedDelegation qualifiedDelegationOf qualifiedDerivation qualifiedDerivationOf qualifiedEnd qualifiedEndOf ' +
    'qualifiedForm qualifiedGeneration qualifiedGenerationOf qualifiedInfluence qualifiedInfluenceOf qualifiedInsertion ' +
    'qualifiedInvalidation qualifiedInvalidationOf qualifiedPrimarySource qualifiedQuotation qualifiedQuotationOf ' +
    'qualifiedRemoval qualifiedRevision qualifiedSourceOf qualifiedStart qualifiedStartOf qualifiedUsage ' +
    'qualifiedUsingActivity quotedAs removedKey revisedEntity sharesDefinitionWith specializationOf started ' +
    'startedAtTime todo unqualifiedForm used value wasActivityOfInfluence wasAssociateFor wasAssociatedWith ' +
    'wasAttributedTo wasDerivedFrom wasEndedBy wasGeneratedBy wasInfluencedBy wasInformedBy wasInvalidatedBy wasMemberOf ' +
    'wasPlanOf wasPrimarySourceOf wasQuotedFrom wasRevisionOf wasRoleIn wasStartedBy wasUsedBy wasUsedInDerivation',
  'http://purl.org/net/p-plan#':
    'Activity Bundle Entity MultiStep Plan Step Variable correspondsToStep correspondsToVariable hasInputVar hasOutputVar ' +
    'isDecomposedAsPlan isInputVarOf isOutputVarOf isPrecededBy isStepOfPlan isSubPlanOfPlan isVariableOfPlan wasPartOf',
  'http://www.w3.org/ns/earl#':
    'Assertion Assertor AutomaticMode CannotTell Fail NotApplicable NotTested OutcomeValue Pass Software TestCase ' +
    'TestCriterion TestMode TestRequirement TestResult TestSubject assertedBy automatic cantTell failed inapplicable info ' +
    'mainAssertor manual mode outcome passed pointer result semiAuto subject test undisclosed unknownMode untested',
  'http://www.w3.org/ns/shacl#':
    'AbstractResult AndConstraintComponent BlankNode BlankNodeOrIRI BlankNodeOrLiteral ByTypes ClassConstraintComponent ' +
    'ClosedConstraintComponent ConstraintComponent DatatypeConstraintComponent Debug DisjointConstraintComponent ' +
    'EqualsConstraintComponent Expression ExpressionConstraintComponent Function HasValueConstraintComponent IRI ' +
    'IRIOrLiteral InConstraintComponent Info JSConstraint JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule ' +
    'JSTarget JSTargetType JSValidator LanguageInConstraintComponent LessThanConstraintComponent ' +
    'LessThanOrEqualsConstraintComponent Literal MaxCountConstraintComponent MaxExclusiveConstraintComponent ' +
    'MaxInclusiveConstraintComponent MaxLengthConstraintComponent MaxListLengthConstraintComponent ' +
    'MemberShapeConstraintComponent MinCountConstraintComponent MinExclusiveConstraintComponent ' +
    'MinInclusiveConstraintComponent MinLengthConstraintComponent MinListLengthConstraintComponent ' +
    'NodeConstraintComponent NodeKind NodeKindConstraintComponent NodeShape NotConstraintComponent ' +
    'OrConstraintComponent Parameter Parameterizable PatternConstraintComponent PrefixDeclaration ' +
    'PropertyConstraintComponent PropertyGroup PropertyShape QualifiedMaxCountConstraintComponent ' +
    'QualifiedMinCountConstraintComponent QualifiedValueShapeConstraintComponent ReifierShapeConstraintComponent ' +
    'ResultAnnotation Rule SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent ' +
    'SPARQLConstructExecutable SPARQLExecutable SPARQLFunction SPARQLRule SPARQLSelectExecutable SPARQLSelectValidator ' +
    'SPARQLTarget SPARQLTargetType SPARQLUpdateExecutable SPARQLValuesDeriver Severity Shape ShapeClass ' +
    'SubsetOfConstraintComponent Target TargetType Trace TripleRule UniqueLangConstraintComponent ' +
    'UniqueMembersConstraintComponent UniqueValuesForClassConstraintComponent ValidationReport ValidationResult Validator ' +
    'Violation Warning XoneConstraintComponent agentInstruction alternativePath and annotationProperty annotationValue ' +
    'annotationVarName ask class closed codeIdentifier condition conforms conformanceDisallows construct count datatype ' +
    'deactivated declare defaultValue desc description detail disjoint distinct else entailment equals exists expression ' +
    'filterShape flags flatMap focusNode group groupConcat hasValue if ignoredProperties in intent intersection ' +
    'inversePath js jsFunctionName jsLibrary jsLibraryURL labelTemplate languageIn lessThan lessThanOrEquals limit max ' +
    'maxCount maxExclusive maxInclusive maxLength maxListLength member memberShape message min minCount minExclusive ' +
    'minInclusive minLength minListLength minus name namespace node nodeKind nodeValidator nodes not object offset ' +
    'oneOrMorePath optional or order orderBy parameter path pattern predicate prefix prefixes property ' +
    'propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint ' +
    'reificationRequired reifierShape result resultAnnotation resultMessage resultPath resultSeverity returnType ' +
    'rootClass rule select separator severity shape shapesGraph shapesGraphWellFormed singleLine some someValue ' +
    'sourceConstraint sourceConstraintComponent sourceShape sparql sparqlExpr subject subsetOf suggestedShapesGraph sum ' +
    'target targetClass targetNode targetObjectsOf targetShape targetSubjectsOf targetWhere then this union uniqueLang ' +
    'uniqueMembers uniqueValuesFor unionOf update validator value values xone zeroOrMorePath zeroOrOnePath',
  'http://purl.org/vocab/vann/': 'changes example preferredNamespacePrefix preferredNamespaceUri termGroup usageNote',
};

/** Where published vocabularies live. A namespace there is not looked into, unless a document describes things in it. */
const hosts =
  /^https?:\/\/(?:(?:www\.)?w3\.org|purl\.(?:org|obolibrary\.org)|w3id\.org|schema\.org|xmlns\.com|rdfs\.org|qudt\.org|dbpedia\.org|www\.wikidata\.org|www\.opengis\.net|creativecommons\.org|usefulinc\.com|ogp\.me|spdx\.org|data\.europa\.eu|id\.loc\.gov|open-services\.net|topbraid\.org|datashapes\.org|www\.ontotext\.com|semweb\.mmlab\.be|www\.geonames\.org|vivoweb\.org|www\.loc\.gov|d-nb\.info|rdf\.\w+\.\w+|jena\.\w+\.\w+|vocab\.\w+|sparql\.\w+)\b|^(?:urn|tag|mailto|doi|geo):/;

const lists = new Map<string, readonly string[]>();

/** The names of a common vocabulary, by its namespace; undefined where we do not have them. */
export function publishedNames(namespace: string): readonly string[] | undefined {
  const listed = names[namespace];
  if (listed === undefined) return undefined;
  let list = lists.get(namespace);
  if (!list) lists.set(namespace, (list = listed.split(' ')));
  return list;
}

/** Whether vocabularies that others publish and describe live there. */
export function isPublished(namespace: string): boolean {
  return names[namespace] !== undefined || hosts.test(namespace);
}
