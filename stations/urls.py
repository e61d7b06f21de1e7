"""Gathers the rooms' pages."""

from django.urls import path, re_path

from stations.documents import web as documents
from stations.documents.models import NAME
from stations.pipeline import web as pipeline
from stations.recognition import web as recognition
from stations.worklists import web as worklists

urlpatterns = [
    re_path(rf"^documents/(?P<name>{NAME})/$", documents.document_file, name="document"),
    path("county/pipeline/", pipeline.pipeline, name="pipeline"),
    path("county/work/", worklists.work_lists, name="work_lists"),
    path("county/work/<slug:name>/", worklists.work_list, name="work_list"),
    path("reports/taobao-villages/", recognition.taobao_villages, name="taobao_villages"),
    path(
        "reports/taobao-villages/<int:year>.<str:kind>",
        recognition.taobao_villages_file,
        name="taobao_villages_file",
    ),
]
