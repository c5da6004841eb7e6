# cmake -D PROGRAM=… -D INPUT=… -D CULPRIT=… -P must_fail.cmake: PROGRAM INPUT must fail and blame the file CULPRIT.
# ctest's WILL_FAIL is no use here: it does not accept a program that dies of a signal.
execute_process(
    COMMAND "${PROGRAM}" "${INPUT}"
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
)
message("${output}")
if(result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} accepted its whole corpus")
endif()
if(NOT output MATCHES "stopped by [^\n]*/${CULPRIT}\n" OR NOT output MATCHES "[0-9]+ passed, 1 failed")
    message(FATAL_ERROR "${PROGRAM} failed (${result}), but not on ${CULPRIT}")
endif()
