# cmake -D PROGRAM=… -D GOOD=… -D WORK=… -P must_refuse.cmake: PROGRAM must exit with 2 where there is nothing to replay,
# however much there is beside it: a corpus that has gone astray must not pass. GOOD is a folder with inputs.
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}/empty/folder")

function(expect wanted)
    execute_process(
        COMMAND "${PROGRAM}" ${ARGN}
        RESULT_VARIABLE result
        OUTPUT_VARIABLE output
        ERROR_VARIABLE output
    )
    if(NOT result EQUAL wanted)
        message(FATAL_ERROR "${PROGRAM} ${ARGN}: ${result} instead of ${wanted}\n${output}")
    endif()
    # A path may hold characters that mean something in a regular expression.
    string(FIND "${ARGN}" "${WORK}" asked)
    string(FIND "${output}" "no input in ${WORK}" told)
    if(asked GREATER_EQUAL 0 AND told LESS 0)
        message(FATAL_ERROR "${PROGRAM} ${ARGN} does not say what is missing:\n${output}")
    endif()
endfunction()

expect(0 "${GOOD}")
expect(2)
expect(2 "${WORK}/empty")
expect(2 "${WORK}/missing")
expect(2 "${GOOD}" "${WORK}/empty")
expect(2 "${WORK}/missing" "${GOOD}")
