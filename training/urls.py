"""URLs of the app: courses, classes and grids, training records, sign-off and what follows."""

from django.urls import path

from training.views import (
    attendance,
    authorization,
    course,
    enrollment,
    evaluation,
    exams,
    nomination,
    record,
    sign_off,
    training_class,
    vetting,
)

urlpatterns = [
    path("courses/", course.courses, name="courses"),
    path("courses/<uuid:uuid>/", course.course, name="course"),
    path("classes/", training_class.classes, name="classes"),
    path("classes/add/", training_class.class_add, name="class-add"),
    path("classes/<uuid:uuid>/", training_class.class_page, name="class"),
    path("classes/<uuid:uuid>/edit/", training_class.class_edit, name="class-edit"),
    path("classes/<uuid:uuid>/enroll/", enrollment.enrollment_add, name="enrollment-add"),
    path("classes/<uuid:uuid>/attendance/", attendance.class_attendance, name="class-attendance"),
    path("classes/<uuid:uuid>/results/", exams.class_results, name="class-results"),
    path("classes/<uuid:uuid>/submit/", record.class_submit, name="class-submit"),
    path("records/<uuid:uuid>/", record.record, name="record"),
    path("records/<uuid:uuid>/leave/", enrollment.enrollment_leave, name="enrollment-leave"),
    path("records/<uuid:uuid>/attendance/", attendance.attendance_record, name="attendance-record"),
    path("records/<uuid:uuid>/exams/", exams.exam_record, name="exam-record"),
    path("records/<uuid:uuid>/submit/", record.record_submit, name="record-submit"),
    path("records/<uuid:uuid>/sign-off/", sign_off.record_sign_off, name="record-sign-off"),
    path("sign-off/", sign_off.sign_off_queue, name="sign-off-queue"),
    path("officers/<uuid:uuid>/nominate/", nomination.nomination_add, name="nomination-add"),
    path("vetting/", vetting.vetting_queue, name="vetting-queue"),
    path("participations/<uuid:uuid>/vetting/", vetting.vetting_add, name="vetting-add"),
    path("authorizations/", authorization.authorization_queue, name="authorization-queue"),
    path(
        "participations/<uuid:uuid>/authorization/",
        authorization.authorization_add,
        name="authorization-add",
    ),
    path(
        "participations/<uuid:uuid>/evaluation/",
        evaluation.evaluation_add,
        name="evaluation-add",
    ),
]
